package io.unstir.gateway.jobs;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.v1.CheckpointRef;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.VerifiedImage;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Runs what was run before, tied to the same checkpoint whatever its name stands for now. */
@Singleton
public class Reruns {
    private final JobIntake intake;
    private final JobReader jobs;

    Reruns(JobIntake intake, JobReader jobs) {
        this.intake = intake;
        this.jobs = jobs;
    }

    /** Returns the id of the new job, which the broker has for good. @param verifies what it is to make again */
    public String run(Caller caller, CheckpointRef checkpoint, SamplingRequest request, VerifiedImage verifies) {
        return intake.again(caller, checkpoint, request, verifies).id();
    }

    /** The id of the new job that does what a parked one did not; the same for the same parked job, which is submitted once. */
    public String resubmit(JobSubmitted parked) {
        return intake.resubmit(parked).id();
    }

    /** What a job that was accepted a moment ago is to make again. */
    public Optional<VerifiedImage> queued(Caller caller, SubmissionId id) {
        return jobs.findRecent(caller.tenant(), id).flatMap(KnownJob::verifies);
    }
}
