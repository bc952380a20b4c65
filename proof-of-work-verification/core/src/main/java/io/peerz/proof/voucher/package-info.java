/**
 * What a payer signs: cumulative vouchers of a payment channel, and the keys that may sign them.
 */
package io.peerz.proof.voucher;
