/** The fine-tuning market as the compute wing sees it: one door, its views, and its clock. */
package io.peerz.finetune.market;
