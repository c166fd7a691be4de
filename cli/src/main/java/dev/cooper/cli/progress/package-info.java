/// What a build shows while it goes on, out of the engine's events: lines for a log
/// ([PlainProgress]), a live view for a terminal ([TerminalProgress]), or nothing.
package dev.cooper.cli.progress;
