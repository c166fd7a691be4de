/// Man pages and shell completions, made of what the program itself says: every command is asked
/// for its `--help`, so that nothing here has to be kept in step with the command line.
package dev.cooper.distribution;
