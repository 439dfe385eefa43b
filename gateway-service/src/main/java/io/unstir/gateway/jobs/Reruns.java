package io.unstir.gateway.jobs;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.v1.CheckpointRef;
import io.unstir.proto.v1.SamplingRequest;
import jakarta.inject.Singleton;

/** Runs what was run before, tied to the same checkpoint whatever its name stands for now. */
@Singleton
public class Reruns {
    private final JobIntake intake;
    private final JobReader jobs;

    Reruns(JobIntake intake, JobReader jobs) {
        this.intake = intake;
        this.jobs = jobs;
    }

    /** Returns the id of the new job, which the broker has for good. */
    public String run(Caller caller, CheckpointRef checkpoint, SamplingRequest request) {
        return intake.again(caller, checkpoint, request).id();
    }

    /** Whether a job was accepted here a moment ago. */
    public boolean isQueued(Caller caller, SubmissionId id) {
        return jobs.findRecent(caller.tenant(), id).isPresent();
    }
}
