/// Why a step ran: what made it differ from the nearest one that is remembered. Start reading at
/// [Explainer].
package dev.cooper.build.explain;
