package io.unstir.storage.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.SamplingRequest;
import java.sql.SQLException;
import java.util.Optional;

/** {@code unstir.jobs} or {@code unstir.jobs.bulk}: what was asked. The first submission of an id is the job; a retried one changes nothing. */
record JobsTopic(Topic topic) implements TopicWriter {
    private static final String SUBMIT = """
            INSERT INTO jobs (id, tenant, submitted_at, model, version, checkpoint_digest, prompt, negative_prompt, seed,
                              image_count, solver, steps, eta, timestep_spacing, guidance_scale, request_digest,
                              key_id, request)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            ON CONFLICT (id) DO UPDATE SET
                tenant = excluded.tenant, submitted_at = excluded.submitted_at, model = excluded.model,
                version = excluded.version, checkpoint_digest = excluded.checkpoint_digest, prompt = excluded.prompt,
                negative_prompt = excluded.negative_prompt, seed = excluded.seed, image_count = excluded.image_count,
                solver = excluded.solver, steps = excluded.steps, eta = excluded.eta,
                timestep_spacing = excluded.timestep_spacing, guidance_scale = excluded.guidance_scale,
                request_digest = excluded.request_digest, key_id = excluded.key_id, request = excluded.request
            WHERE jobs.submitted_at IS NULL""";

    // The trigger that decides it does so too where its image came before it.
    private static final String VERIFY = """
            INSERT INTO verifications (job_id, tenant, image_sha256, image_index, original_job_id, original_device_class,
                                       requested_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";

    @Override
    public void write(Changes changes, TopicRecord record) throws SQLException, UnreadableRecord {
        var job = Decode.message(JobSubmitted.parser(), record);
        var id = Decode.jobId(job.getJobId());
        var submittedAt = Decode.time(job.hasSubmittedAt(), job.getSubmittedAt(), record);
        var checkpoint = job.getCheckpoint();
        var request = job.getRequest();
        var solver = request.getSolver();
        var json = json(request);
        new Tenants(changes).know(job.getTenant());
        new Checkpoints(changes).know(checkpoint.getDigest());
        changes.change(
                id,
                SUBMIT,
                id,
                job.getTenant(),
                submittedAt,
                checkpoint.getModel(),
                checkpoint.getVersion(),
                checkpoint.getDigest(),
                request.getPrompt(),
                request.getNegativePrompt(),
                request.getSeed(),
                request.getImageCount(),
                solver.getName(),
                solver.getSteps(),
                solver.getEta(),
                solver.getTimestepSpacing(),
                request.getGuidanceScale(),
                job.getRequestDigest(),
                Decode.text(job.getKeyId()),
                json);
        if (job.hasVerifies()) {
            var image = job.getVerifies();
            changes.append(
                    VERIFY,
                    id,
                    job.getTenant(),
                    image.getSha256(),
                    image.getIndex(),
                    Decode.jobId(image.getJobId()),
                    image.getDeviceClass(),
                    submittedAt);
        }
        new JobHistory(changes)
                .append(
                        id,
                        Decode.type(job, record),
                        true,
                        submittedAt,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        record);
    }

    private static String json(SamplingRequest request) throws UnreadableRecord {
        try {
            return JsonFormat.printer()
                    .preservingProtoFieldNames()
                    .omittingInsignificantWhitespace()
                    .print(request);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableRecord("the request has no JSON form: " + e.getMessage());
        }
    }
}
