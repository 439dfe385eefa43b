package io.unstir.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.v1.ImageProduced;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobFailed;
import io.unstir.proto.v1.JobStarted;
import io.unstir.proto.v1.JobSucceeded;
import org.junit.jupiter.api.Test;

class FollowedTest {
    @Test
    void aJobIsKnownByItsEvents() {
        // When
        var job = Followed.NOTHING
                .with(event().setStarted(JobStarted.getDefaultInstance()).build(), 10, 11)
                .with(image(300, 40), 20, 21)
                .with(event().setSucceeded(JobSucceeded.getDefaultInstance()).build(), 30, 31);

        // Then
        assertThat(job).isEqualTo(new Followed(10, 300, 40, 30, 31, 1));
        assertThat(job.hasEnded()).isTrue();
    }

    @Test
    void anEndToldTwiceIsCountedTwice() {
        var end = event().setSucceeded(JobSucceeded.getDefaultInstance()).build();

        assertThat(Followed.NOTHING.with(end, 1, 2).with(end, 3, 4).ends()).isEqualTo(2);
    }

    @Test
    void aFailureIsAnEndAndNoSuccess() {
        var job = Followed.NOTHING.with(
                event().setFailed(JobFailed.getDefaultInstance()).build(), 5, 6);

        assertThat(job.hasEnded()).isTrue();
        assertThat(job.succeeded()).isZero();
    }

    private static JobEvent image(long sampling, long storing) {
        var image = ImageProduced.newBuilder().setSamplingMicros(sampling).setStoringMicros(storing);
        return event().setImageProduced(image).build();
    }

    private static JobEvent.Builder event() {
        return JobEvent.newBuilder().setJobId("a");
    }
}
