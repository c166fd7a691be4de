/// A Dockerfile's way to an image: [ImageBuilder] plans the graph, solves it and writes the image.
///
/// `plan` turns instructions into vertices, `solver` runs those whose results aren't known, `step`
/// is what they do, `tree` how files are selected, digested and copied, `context` where files come
/// from, `output` what becomes of the result; `cache` carries results from store to store, and
/// `explain` says why a step ran. Start reading at [ImageBuilder].
package dev.cooper.build;
