/**
 * A second, independent engine for audits: a bug of the first one cannot become everybody's truth.
 */
package io.peerz.audit.second;
