/// Go's text templates, as far as `--format` needs them: a [Template] is parsed once and written
/// for any number of [Value]s, printed as Go prints them.
///
/// Left out on purpose, with an error that says so: `define`, `template`, `block`, `break`,
/// `continue`, and the functions that nobody uses on a command line (`call`, `html`, `js`,
/// `urlquery`).
package dev.cooper.cli.template;
