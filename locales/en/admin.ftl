# Signing in, the first run, accounts and roles

admin-role-owner = Owner
admin-role-editor = Editor
admin-role-moderator = Moderator

admin-email = E-mail address
admin-email-wrong = Check the e-mail address. It looks like name@example.com.
admin-password = Password
admin-password-hint = At least { $shortest } characters. A long one, like a sentence, is safer.
admin-password-too-short = The password is too short. Choose at least { $shortest } characters.
admin-password-too-long = The password is too long. Choose at most 200 characters.
admin-password-is-address = The password must not be the e-mail address.
admin-password-weak = This password is easily guessed. Choose a longer one, such as four words that do not belong together.

admin-sign-in = Sign in
admin-sign-in-title = Sign in
admin-sign-in-wrong = The e-mail address or the password is wrong.
admin-sign-in-too-many =
    { $minutes ->
        [one] Too many tries. Try again in a minute.
       *[other] Too many tries. Try again in { $minutes } minutes.
    }
admin-sign-in-over-http = Nobody can sign in over a connection without encryption. Sign in at { $address }.
admin-sign-in-first-run = There is no account yet. Open the address that Gudok printed in the terminal when it started, and create the owner’s account there.

admin-setup-title = Create the owner’s account
admin-setup-lead = This address works once. The panel opens next.
admin-setup-email-hint = You sign in with it, and Gudok writes to it when a comment waits for review.
admin-setup-make = Create account
