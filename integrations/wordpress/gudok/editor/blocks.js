// The blocks in the editor: what stands there, and its options. The page itself is made by PHP.
(function (wp, texts) {
  "use strict";

  var el = wp.element.createElement;
  var components = wp.components;

  function choice(label, options, props, name) {
    return el(components.SelectControl, {
      key: name,
      label: label,
      value: props.attributes[name],
      options: Object.keys(options).map(function (value) {
        return { value: value, label: options[value] };
      }),
      onChange: set(props, name),
      __nextHasNoMarginBottom: true,
      __next40pxDefaultSize: true,
    });
  }

  function text(label, help, props, name) {
    return el(components.TextControl, {
      key: name,
      label: label,
      help: help,
      value: props.attributes[name],
      onChange: set(props, name),
      __nextHasNoMarginBottom: true,
      __next40pxDefaultSize: true,
    });
  }

  function set(props, name) {
    return function (value) {
      var changed = {};
      changed[name] = value;
      props.setAttributes(changed);
    };
  }

  function block(name, title, help, icon, controls) {
    wp.blocks.registerBlockType("gudok/" + name, {
      apiVersion: 3,
      title: title,
      description: help,
      category: "widgets",
      icon: icon,
      keywords: ["gudok", "구독", "newsletter"],
      supports: { html: false, multiple: name !== "comments" },
      edit: function (props) {
        return el(
          "div",
          wp.blockEditor.useBlockProps(),
          el(
            wp.blockEditor.InspectorControls,
            null,
            el(components.PanelBody, { title: texts.options }, controls(props))
          ),
          el(components.Placeholder, { icon: icon, label: title, instructions: help })
        );
      },
      save: function () {
        return null;
      },
    });
  }

  block("subscribe", texts.subscribe, texts.subscribeHelp, "email", function (props) {
    return [
      text(texts.topics, texts.topicsHelp, props, "topics"),
      choice(texts.cadence, texts.cadences, props, "cadence"),
      choice(texts.theme, texts.themes, props, "theme"),
      choice(texts.language, texts.languages, props, "lang"),
      text(texts.after, texts.afterHelp, props, "return"),
    ];
  });

  block("comments", texts.comments, texts.commentsHelp, "admin-comments", function (props) {
    return [choice(texts.theme, texts.themes, props, "theme"), choice(texts.language, texts.languages, props, "lang")];
  });
})(window.wp, window.gudokEditor);
