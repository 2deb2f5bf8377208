# The site's own fields of readers, and the owner's tags.
fields-title = Fields and tags
fields-lead = What you ask your readers beyond address and name, and the tags that you give them.
fields-list = Fields
fields-empty = There are no fields yet.
fields-name = Name
fields-name-hint = Readers see it on the form, as you write it.
fields-kind = Kind
fields-kind-hint = It stays as it is.
fields-kind-word = { $kind ->
    [text] Text
    [number] Number
    [date] Date
    [choice] Choice
   *[yes_no] Yes or no
}
fields-slug = Name for programs
fields-place = Sign-up form
fields-shown = Shown
fields-hidden = Not shown
fields-actions = Actions
fields-new = New field
fields-choices = Choices
fields-choices-hint = One a line, for the kind “Choice”. Who has a choice that you remove keeps it.
fields-on-form = Show it on the sign-up form
fields-add = Add the field
fields-save = Save
fields-remove = Remove
fields-remove-hint = The values of all readers in this field are erased.
fields-added = The field is there.
fields-changed = The field is changed.
fields-removed = The field and its values are erased.
fields-about = About this reader
fields-described = Fields and tags are saved.
fields-tags = Tags
fields-tags-hint = With commas between. Readers see them only in the export of their data.
fields-tags-empty = There are no tags yet. Give a reader one on their page.
fields-tag = Tag
fields-tag-remove = Remove from all readers
fields-tag-removed = No reader has the tag any more.
fields-none = No answer
fields-yes-no = { $word ->
    [yes] Yes
   *[no] No
}
fields-name-missing = Enter a name with a letter or a digit.
fields-name-too-long = A name has at most 80 characters.
fields-name-taken = Another field has this name for programs. Choose another name.
fields-too-many = There can be 30 fields. Remove one first.
fields-kind-missing = Choose a kind.
fields-choices-missing = Enter at least two choices, one a line.
fields-choices-too-many = A field has at most 50 choices.
fields-choices-too-long = A choice has at most 80 characters.
fields-value-too-long = An answer has at most 200 characters.
fields-value-no-number = Enter a number, such as 7 or 7.5.
fields-value-no-date = Enter a day as year, month and day: 2026-11-24.
fields-value-no-choice = This is none of the choices. Choose one of them.
fields-value-no-value = The value of a field is a text, a number, true, false or null.
fields-unknown = One of the fields does not exist, or is not on the form.
fields-tags-too-long = A tag has at most 80 characters.
fields-tags-too-many = A reader has at most 50 tags.
