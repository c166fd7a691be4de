/// The verbs, a class each: they declare their options, ask the engine, and print what docker would
/// print. [Verbs] knows them by name, [Session] is what they work with.
package dev.cooper.cli.command;
