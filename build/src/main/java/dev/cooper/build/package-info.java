/// A Dockerfile's way to an image: [ImageBuilder] plans the graph, solves it and writes the image.
///
/// `plan` turns instructions into vertices, `solver` runs those whose results aren't known, `step`
/// is what they do, `tree` how files are selected, digested and copied, `context` where files come
/// from. Start reading at [ImageBuilder].
package dev.cooper.build;
