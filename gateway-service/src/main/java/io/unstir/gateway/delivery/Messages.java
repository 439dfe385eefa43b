package io.unstir.gateway.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.unstir.gateway.jobs.JobDocuments;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.webhooks.WebhookEvent;
import io.unstir.proto.Moment;
import io.unstir.proto.v1.WebhookDelivery;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** What a delivery says. It is made from the job as storage has it, which for a job that ended is always the same. */
@Singleton
class Messages {
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "canceled");

    private final JobDocuments jobs;
    private final ObjectMapper json;

    Messages(JobDocuments jobs, ObjectMapper json) {
        this.jobs = jobs;
        this.json = json;
    }

    Message of(WebhookDelivery delivery) {
        var event = WebhookEvent.parse(delivery.getEvent());
        if (event.isEmpty()) {
            return new Message.Untrue();
        }
        try {
            return jobs.find(delivery.getTenant(), delivery.getJobId())
                    .map(job -> of(delivery, event.get(), job))
                    .orElseGet(Message.NotYet::new);
        } catch (ProblemException e) {
            return new Message.NotYet();
        }
    }

    private Message of(WebhookDelivery delivery, WebhookEvent event, JsonNode job) {
        String status = job.path("status").textValue();
        Optional<JsonNode> data = event == WebhookEvent.IMAGE_PRODUCED
                ? image(job, delivery.getImageIndex())
                : Optional.of(job).filter(_ -> event.what().equals(status));
        return data.map(known -> ready(delivery, known))
                .orElseGet(() -> ENDS.contains(status) ? new Message.Untrue() : new Message.NotYet());
    }

    private static Optional<JsonNode> image(JsonNode job, int index) {
        for (var image : job.path("images")) {
            if (image.path("index").intValue() == index) {
                var data = JsonNodeFactory.instance.objectNode();
                data.set("job", job.path("id"));
                data.setAll((ObjectNode) image);
                return Optional.of(data);
            }
        }
        return Optional.empty();
    }

    private Message ready(WebhookDelivery delivery, JsonNode data) {
        var message = json.createObjectNode();
        message.put("type", delivery.getEvent());
        message.put("timestamp", Moment.of(delivery.getOccurredAt()).toString());
        message.set("data", data);
        try {
            return new Message.Ready(json.writeValueAsBytes(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can be written", e);
        }
    }
}
