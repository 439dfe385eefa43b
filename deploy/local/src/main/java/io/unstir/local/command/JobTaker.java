package io.unstir.local.command;

import io.unstir.local.api.Job;
import io.unstir.local.api.ServerEvent;

/** Whom a job that is followed tells what happens to it; on a thread of its own. */
interface JobTaker {
    /** The job stands otherwise than before. */
    void moved(Job job);

    /** An event came, after which the job stands so. */
    default void take(Job job, ServerEvent event) {}
}
