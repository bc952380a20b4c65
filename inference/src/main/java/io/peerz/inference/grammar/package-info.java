/** Holds answers to a JSON schema: a byte automaton, and which tokens it lets through next. */
package io.peerz.inference.grammar;
