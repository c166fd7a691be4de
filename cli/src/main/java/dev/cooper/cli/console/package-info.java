/// What the command shares with the terminal, or the pipes, that it was started from: its standard
/// streams as bytes, whether they are terminals, how wide, and the signals that come.
package dev.cooper.cli.console;
