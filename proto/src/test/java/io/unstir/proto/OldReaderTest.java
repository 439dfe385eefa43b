package io.unstir.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.SamplingRequest;
import org.junit.jupiter.api.Test;

/** What the code of today does with records written by the code of tomorrow. */
class OldReaderTest {
    private static final int FIELD_OF_TOMORROW = 4_711;

    @Test
    void anUnknownFieldIsKeptWhenARecordIsPassedOn() throws InvalidProtocolBufferException {
        // Given
        var request = SamplingRequest.newBuilder()
                .setPrompt("a red heart")
                .setSeed(7)
                .setUnknownFields(tomorrow("a control picture"))
                .build();
        var written = JobSubmitted.newBuilder()
                .setJobId("job-1")
                .setRequest(request)
                .build()
                .toByteString();

        // When
        var read = JobSubmitted.parseFrom(written);

        // Then
        assertThat(read.getRequest().getPrompt()).isEqualTo("a red heart");
        assertThat(read.getRequest().getUnknownFields()).isEqualTo(tomorrow("a control picture"));
        assertThat(read.toByteString()).isEqualTo(written);
    }

    @Test
    void anUnknownEventLeavesTheEnvelopeReadable() throws InvalidProtocolBufferException {
        // Given
        var written = JobEvent.newBuilder()
                .setJobId("job-1")
                .setUnknownFields(tomorrow("an event of tomorrow"))
                .build()
                .toByteString();

        // When
        var read = JobEvent.parseFrom(written);

        // Then
        assertThat(read.getJobId()).isEqualTo("job-1");
        assertThat(read.getEventCase()).isEqualTo(JobEvent.EventCase.EVENT_NOT_SET);
        assertThat(read.toByteString()).isEqualTo(written);
    }

    @Test
    void aFieldNotWrittenYetReadsAsItsDefault() throws InvalidProtocolBufferException {
        // Given
        var written = JobSubmitted.newBuilder().setJobId("job-1").build().toByteString();

        // When
        var read = JobSubmitted.parseFrom(written);

        // Then
        assertThat(read.getRequestDigest()).isEmpty();
        assertThat(read.hasCheckpoint()).isFalse();
    }

    private static UnknownFieldSet tomorrow(String content) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        FIELD_OF_TOMORROW,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(content))
                                .build())
                .build();
    }
}
