/**
 * SQLite: one file, one connection, one writer at a time. DAO classes hold SQL and nothing else.
 */
package io.peerz.ledger.store;
