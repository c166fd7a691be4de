/// The options of a verb, on picocli: declared one by one, parsed as docker parses its own, shown
/// and complained about in docker's words.
package dev.cooper.cli.options;
