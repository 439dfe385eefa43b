package io.unstir.gateway.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.gateway.body.Fields;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.live.PlacedEvent;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobPreview;
import io.unstir.proto.v1.JobSubmitted;
import java.io.IOException;
import java.util.List;

/** What the gateway takes for jobs, and what is said of them. */
public final class HostileJobs {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .build();

    private HostileJobs() {}

    public static void request(Fields body) {
        JobRequest.read(body).digest();
    }

    public static void batch(Fields body) {
        BatchesResource.requests(body).forEach(JobRequest::digest);
    }

    public static void headers(String text) {
        Prefer.waiting(List.of(text)).ifPresent(Prefer::applied);
        IdempotencyKey.of(text);
    }

    public static void submission(byte[] record) throws IOException {
        JSON.writeValueAsBytes(KnownJob.of(JobSubmitted.parseFrom(record)).job());
    }

    /** Twice, as it may come, of a job whose own record says nothing. */
    public static void event(byte[] record) throws IOException {
        var event = JobEvent.parseFrom(record);
        var course =
                new JobCourse(KnownJob.of(JobSubmitted.getDefaultInstance()).job(), 0);
        for (int offset = 0; offset < 2; offset++) {
            course.apply(new PlacedEvent(new Place(0, offset), event));
        }
        JSON.writeValueAsBytes(course.job());
    }

    public static void preview(byte[] record) throws InvalidProtocolBufferException {
        JobEventFormat.slot(JobPreview.parseFrom(record));
    }
}
