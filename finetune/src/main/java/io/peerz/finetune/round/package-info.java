/**
 * A round of a job as pure steps: when what is due, what a unit trains, what an evaluator measures,
 * what comes next.
 */
package io.peerz.finetune.round;
