/// How values look in docker's lists: tables, sizes, times, shortened text; and [Listing], which
/// puts them together as `--format` asks.
package dev.cooper.cli.format;
