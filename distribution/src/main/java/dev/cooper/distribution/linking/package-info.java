/// Call sites that the JVM would link when it first comes by, turned into plain code beforehand. An
/// AOT cache holds those of lambdas, but not those of pattern switches and of `equals` and
/// `hashCode` of records: each costs a short command half a millisecond to three.
package dev.cooper.distribution.linking;
