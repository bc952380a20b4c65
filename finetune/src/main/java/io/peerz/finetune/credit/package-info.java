/** What each unit of a round improved, from held-out losses in whole nano-nats. */
package io.peerz.finetune.credit;
