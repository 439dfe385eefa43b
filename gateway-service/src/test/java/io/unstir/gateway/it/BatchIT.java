package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.proto.Topic;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many jobs in one request. */
@ExtendWith(SharedGateway.class)
class BatchIT {
    private static Broker broker;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, Gateway sharedGateway) {
        broker = sharedBroker;
        gateway = sharedGateway;
    }

    @Test
    void aHundredJobsAreOnTheTopicWhenTheAnswerComes() throws Exception {
        // Given
        var jobs = IntStream.range(0, 100)
                .mapToObj("{\"prompt\":\"number %d\"}"::formatted)
                .collect(joining(","));

        // When
        var response = gateway.post("/v1/batches", "{\"jobs\":[" + jobs + "]}");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        var accepted = jobs(response);
        assertThat(accepted)
                .extracting(job -> job.at("/input/prompt").textValue())
                .isEqualTo(
                        IntStream.range(0, 100).mapToObj("number %d"::formatted).toList());
        assertThat(onTheTopic()).containsAll(ids(response)).doesNotHaveDuplicates();
    }

    @Test
    void eachJobGoesToTheTopicOfItsPriority() throws Exception {
        // When
        var ids = ids(
                gateway.post(
                        "/v1/batches",
                        "{\"jobs\":[{\"prompt\":\"a\",\"priority\":\"bulk\"},{\"prompt\":\"b\"},{\"prompt\":\"c\",\"priority\":\"bulk\"}]}"));

        // Then
        assertThat(broker.read(Topic.JOBS_BULK)).extracting(ConsumerRecord::key).contains(ids.get(0), ids.get(2));
        assertThat(onTheTopic()).contains(ids.get(1)).doesNotContain(ids.get(0), ids.get(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'jobs':[{'prompt':'a'},{'prompt':'b','steps':0},{'n':99}]} | 400 | jobs[1].steps,jobs[2].prompt,jobs[2].n",
                "{'jobs':[{'prompt':'a','steps':400},{'prompt':'b','steps':401}]} | 400 | jobs[1].steps",
                "{'jobs':[{'prompt':'a'},{'prompt':'b','model':'nothing'}]} | 422 | jobs[1].model",
                "{'jobs':[{'prompt':'a','outpaint':{'left':1,'top':-1},'init_image':'x'}]} | 400 | jobs[0].init_image,jobs[0].outpaint.top",
                "{'jobs':[{'prompt':'a'},7]} | 400 | jobs[1]",
                "{'jobs':[{'prompt':'a','size':7}]} | 400 | jobs[0].size",
                "{'jobs':[]} | 400 | jobs",
                "{'jobs':{}} | 400 | jobs",
                "{} | 400 | jobs",
                "{'jobs':[{'prompt':'a'}],'more':1} | 400 | more"
            })
    void whatIsWrongIsNamedAndNothingIsSubmitted(String body, int status, String fields) throws Exception {
        // Given
        var before = onTheTopic();

        // When
        var response = gateway.post("/v1/batches", body.replace('\'', '"'));

        // Then
        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(status);
        assertThat(StreamSupport.stream(json(response).at("/errors").spliterator(), false)
                        .map(error -> error.get("field").textValue()))
                .containsExactlyInAnyOrder(fields.split(","));
        assertThat(onTheTopic()).hasSameSizeAs(before);
    }

    @Test
    void aHundredAndOneAreTooMany() throws Exception {
        // Given
        var jobs = IntStream.range(0, 101).mapToObj(_ -> "{\"prompt\":\"a\"}").collect(joining(","));

        // When
        var response = gateway.post("/v1/batches", "{\"jobs\":[" + jobs + "]}");

        // Then
        assertThat(json(response).at("/errors/0/value").textValue()).isEqualTo("101 of them");
        assertThat(json(response).at("/errors/0/limit").textValue()).isEqualTo("an array of 1 to 100 JSON objects");
    }

    @Test
    void theSameKeyGivesTheSameJobsAndCompletesWhatIsMissing() throws Exception {
        // Given
        var two = "{\"jobs\":[{\"prompt\":\"a\"},{\"prompt\":\"b\"}]}";
        var three = "{\"jobs\":[{\"prompt\":\"a\"},{\"prompt\":\"b\"},{\"prompt\":\"c\"}]}";
        var first = gateway.post("/v1/batches", two, "Idempotency-Key", "batch-1");

        // When
        var again = gateway.post("/v1/batches", two, "Idempotency-Key", "batch-1");
        var more = gateway.post("/v1/batches", three, "Idempotency-Key", "batch-1");
        var other = gateway.post("/v1/batches", two.replace("\"b\"", "\"x\""), "Idempotency-Key", "batch-1");

        // Then
        assertThat(ids(again)).isEqualTo(ids(first));
        assertThat(ids(more)).startsWith(ids(first).toArray(String[]::new)).hasSize(3);
        assertThat(onTheTopic()).containsAll(ids(more)).doesNotHaveDuplicates();
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).at("/errors/0/field").textValue()).isEqualTo("jobs[1].Idempotency-Key");
    }

    private static List<String> onTheTopic() {
        return broker.read(Topic.JOBS).stream().map(record -> record.key()).toList();
    }

    private static List<String> ids(HttpResponse<byte[]> response) throws Exception {
        return jobs(response).stream().map(job -> job.get("id").textValue()).toList();
    }

    private static List<JsonNode> jobs(HttpResponse<byte[]> response) throws Exception {
        return StreamSupport.stream(json(response).at("/jobs").spliterator(), false)
                .toList();
    }
}
