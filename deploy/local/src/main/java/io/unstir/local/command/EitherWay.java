package io.unstir.local.command;

import io.unstir.local.api.ProblemFailure;

/** What a user names by an id alone: a job, or where there is none, a training. */
final class EitherWay {
    private EitherWay() {}

    /** One way to an exit code. */
    interface Way {
        int go() throws InterruptedException;
    }

    /** Where there is neither, the gateway's word on the job counts. */
    static int jobOrTraining(Way job, Way training) throws InterruptedException {
        try {
            return job.go();
        } catch (ProblemFailure noJob) {
            if (!noJob.problem().isNotFound()) {
                throw noJob;
            }
            try {
                return training.go();
            } catch (ProblemFailure noTraining) {
                throw noTraining.problem().isNotFound() ? noJob : noTraining;
            }
        }
    }
}
