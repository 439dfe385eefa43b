package io.unstir.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.unstir.proto.v1.JobPreview;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which previews take the place of which, for a client that has not taken them. */
class JobEventFormatTest {

    @Test
    void ofPreviewsNowAndThenTheNewestOfEachImageIsKept() {
        assertThat(slots(0, 2_000)).isEqualTo(1);
        assertThat(JobEventFormat.slot(preview(0, 1, 0, 1))).isNotEqualTo(JobEventFormat.slot(preview(1, 1, 0, 1)));
    }

    @Test
    void ofPreviewsOfEveryStepSomeAreKeptAndNotTooManyBytes() {
        assertThat(slots(1, 3_000)).isEqualTo(16);
        assertThat(slots(5, 3_000)).isEqualTo(16);
        assertThat(slots(1, 10_000)).isEqualTo(6);
        assertThat(slots(1, 700_000)).isEqualTo(1);
    }

    private static long slots(int every, int bytes) {
        return IntStream.rangeClosed(1, 100)
                .map(i -> i * Math.max(1, every))
                .mapToObj(step -> JobEventFormat.slot(preview(0, step, every, bytes)))
                .distinct()
                .count();
    }

    private static JobPreview preview(int image, int step, int every, int bytes) {
        return JobPreview.newBuilder()
                .setImageIndex(image)
                .setStep(step)
                .setEvery(every)
                .setPng(ByteString.copyFrom(new byte[bytes]))
                .build();
    }
}
