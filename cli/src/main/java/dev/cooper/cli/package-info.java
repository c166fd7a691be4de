/// The command line, docker's own: verbs, options, columns, words and exit codes.
///
/// [Main] makes a session out of this process and hands the words to
/// [dev.cooper.cli.command.Dispatcher]. Start reading there, then at a small verb such as
/// [dev.cooper.cli.command.HistoryVerb].
package dev.cooper.cli;
