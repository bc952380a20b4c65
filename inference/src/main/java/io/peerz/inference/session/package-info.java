/**
 * A client's walk over a route: rows from hop to hop, each receipt checked before it is paid.
 * Blocking code for virtual threads.
 */
package io.peerz.inference.session;
