/**
 * A job's data: lines of JSON checked one by one, split by a seed, assigned to units by hashing.
 */
package io.peerz.finetune.data;
