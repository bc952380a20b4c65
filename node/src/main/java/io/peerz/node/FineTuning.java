package io.peerz.node;

import io.peerz.node.gateway.AdapterCatalog;
import io.peerz.node.jobs.FileShelf;
import io.peerz.node.jobs.JobOffice;

/** What a gateway offers to submitters of fine-tuning jobs. */
record FineTuning(FileShelf files, JobOffice office, AdapterCatalog adapters) {}
