/** A submitter's fine-tuning: data sets, jobs with what they cost, and their adapters by name. */
package io.peerz.node.jobs;
