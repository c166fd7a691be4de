/// Vertices, keys and results: a solver that knows nothing of Dockerfiles or containers.
///
/// A [Vertex] is an [Op] with at most one *root* input, which enters its key by identity, and any
/// number of *source* inputs, which enter by the content of what the op reads of them. Two keys
/// follow:
///
/// - the **definition key**, from the op and the keys of all its inputs: known without running
///   anything;
/// - the **content key**, from the op, the root's key and the digests of what is read: it still
///   hits when an input was built anew and came out the same.
///
/// A step's own key, the one its successors build on, is its content key where it reads sources,
/// its definition key elsewhere. Start reading at [Solver].
package dev.cooper.build.solver;
