/// Where the files of a build come from: a folder read where it lies, an archive, or nothing; and
/// the Dockerfile and `.dockerignore` in there. Start reading at [ContextLoader].
package dev.cooper.build.context;
