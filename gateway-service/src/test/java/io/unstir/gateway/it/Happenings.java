package io.unstir.gateway.it;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.unstir.proto.v1.ImageProduced;
import io.unstir.proto.v1.JobCancelled;
import io.unstir.proto.v1.JobError;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobFailed;
import io.unstir.proto.v1.JobPreview;
import io.unstir.proto.v1.JobProgressed;
import io.unstir.proto.v1.JobStarted;
import io.unstir.proto.v1.JobSucceeded;

/** What samplers say of a job. */
public final class Happenings {
    private static final long NOON = 1_795_435_200L;

    private Happenings() {}

    public static JobEvent started(String job, int attempt) {
        return event(job, attempt, 1)
                .setStarted(JobStarted.getDefaultInstance())
                .build();
    }

    public static JobEvent progressed(String job, int attempt, int done, int total) {
        return event(job, attempt, 2)
                .setProgressed(JobProgressed.newBuilder().setStepsDone(done).setStepsTotal(total))
                .build();
    }

    public static JobEvent made(String job, int attempt, int index) {
        return event(job, attempt, 3)
                .setImageProduced(ImageProduced.newBuilder()
                        .setIndex(index)
                        .setSha256("%064x".formatted(index + 1))
                        .setSizeBytes(900)
                        .setWidth(32)
                        .setHeight(32)
                        .setMediaType("image/png"))
                .build();
    }

    public static JobEvent succeeded(String job, int attempt) {
        return event(job, attempt, 4)
                .setSucceeded(JobSucceeded.newBuilder().setSamplingMillis(500))
                .build();
    }

    public static JobEvent failed(String job, int attempt) {
        return event(job, attempt, 4)
                .setFailed(JobFailed.newBuilder()
                        .setError(JobError.newBuilder().setCode("not-finite").setMessage("It did not work.")))
                .build();
    }

    public static JobEvent canceled(String job, int attempt) {
        return event(job, attempt, 4)
                .setCancelled(JobCancelled.getDefaultInstance())
                .build();
    }

    public static JobPreview preview(String job, int image, int step, int bytes) {
        return JobPreview.newBuilder()
                .setJobId(job)
                .setTenant("default")
                .setImageIndex(image)
                .setStep(step)
                .setSteps(20)
                .setPng(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    private static JobEvent.Builder event(String job, int attempt, int second) {
        return JobEvent.newBuilder()
                .setJobId(job)
                .setTenant("default")
                .setWorker("sampler")
                .setAttempt(attempt)
                .setOccurredAt(Timestamp.newBuilder().setSeconds(NOON + second));
    }
}
