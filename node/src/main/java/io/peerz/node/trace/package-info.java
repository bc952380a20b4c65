/** Traces for OpenTelemetry collectors; nothing is traced unless a collector is named. */
package io.peerz.node.trace;
