// SPDX-License-Identifier: Apache-2.0
/// The Dockerfile language: text in, data out, no file is opened and nothing is run.
///
/// Start at [dev.cooper.dockerfile.Dockerfile#parse]. Instructions keep their words as written,
/// because what a variable stands for depends on what ran before; [dev.cooper.dockerfile.Expander]
/// replaces variables when a step is planned. [dev.cooper.dockerfile.IgnoreFile] is
/// `.dockerignore`.
///
/// The packages below say what can be said of a file without building it: `walk` goes through it,
/// `lint` checks it, `outline` lists what it takes.
///
/// Text comes from the caller with bytes that are not UTF-8 as lone surrogates (U+DC80 to U+DCFF),
/// so that every string here can be turned back into the bytes of the file.
package dev.cooper.dockerfile;
