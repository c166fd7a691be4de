/// Instructions to vertices: what a build would do, without doing it.
///
/// [Planner] plans the stages that the target needs, in the order of the file; [StageState] is what
/// a stage has come to after each instruction; the other classes here are the instructions, a group
/// each. A plan reads the configurations of base images and nothing else. Start reading at
/// [Planner].
package dev.cooper.build.plan;
