/// The steps that a graph is made of: where trees come from ([ImageOp], [ScratchOp], [ContextOp])
/// and what changes them ([RunOp], [CopyOp], [WorkdirOp]).
///
/// An op knows nothing of Dockerfiles: variables are expanded and paths absolute by the time it is
/// made. What makes it differ from another op is its [Definition], which is its key and, line by
/// line, the explanation of a cache miss.
package dev.cooper.build.step;
