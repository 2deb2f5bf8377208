//! Templates call their macros so that each argument is what it says.

use std::collections::HashMap;

use crate::support::source::files;

/// The arguments between the brackets that `text` begins behind. Commas in brackets and in strings do not count.
fn arguments(text: &str) -> Vec<&str> {
    let (mut found, mut depth, mut is_string, mut start) = (Vec::new(), 0, false, 0);
    for (at, sign) in text.char_indices() {
        match sign {
            '"' => is_string = !is_string,
            _ if is_string => {}
            '(' => depth += 1,
            ')' | ',' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
                if sign == ')' {
                    return found;
                }
            }
            ')' => depth -= 1,
            _ => {}
        }
    }
    panic!("a call without an end: {text:.80}");
}

/// What stands behind each of these keywords: a name, without the module before it, and the arguments.
fn heads<'a>(text: &'a str, keyword: &str) -> Vec<(&'a str, Vec<&'a str>)> {
    let tags = text.split("{%").skip(1);
    let heads = tags.filter_map(|tag| {
        let tag = tag.trim_start_matches('-').trim_start();
        let (name, rest) = tag.strip_prefix(keyword)?.split_once('(')?;
        Some((name.trim().rsplit("::").next()?, arguments(rest)))
    });
    heads.collect()
}

#[test]
fn no_argument_of_a_macro_has_the_name_of_a_parameter_before_it() {
    let templates = files("templates", &[".html", ".txt", ".xml"]);
    let macros: HashMap<&str, Vec<&str>> = templates
        .iter()
        .flat_map(|(_, text)| heads(text, "macro "))
        .collect();
    let mut calls = 0;
    for (path, text) in &templates {
        for (name, given) in heads(text, "call ") {
            let Some(parameters) = macros.get(name) else {
                continue;
            };
            calls += 1;
            for (at, argument) in given.iter().enumerate() {
                assert!(
                    !parameters[..at.min(parameters.len())].contains(argument),
                    "{path}: {name} reads its own parameter {argument}; write self.{argument}"
                );
            }
        }
    }
    assert!(calls > 50, "{calls}");
}
