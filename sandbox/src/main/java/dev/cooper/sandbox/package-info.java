/// One process in a root file system of its own. Start reading at [Sandbox], then [SandboxSpec].
package dev.cooper.sandbox;
