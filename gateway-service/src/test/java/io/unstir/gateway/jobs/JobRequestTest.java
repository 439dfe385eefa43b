package io.unstir.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.gateway.body.FieldsTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobRequestTest {
    @Test
    void theLargestRequestIsWithinTheLimits() {
        // When
        var request = read(
                "{'prompt':'%s','n':16,'seed':9007199254740991,'steps':1000,'guidance_scale':30,'eta':1,'solver':'ddim'}"
                        .formatted("😀".repeat(2000)));

        // Then
        assertThat(request.seed()).hasValue(9007199254740991L);
        assertThat(request.n()).hasValue(16);
    }

    @Test
    void theDigestIsThatOfTheMeaningAndNotOfTheText() {
        assertThat(read("{ 'n' : 2 , 'prompt' : 'a', 'eta': 0 }").digest())
                .isEqualTo(read("{'prompt':'\\u0061','n':2,'eta':0.0,'model':null}")
                        .digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prompt':'b'}",
                "{'prompt':'a','n':1}",
                "{'prompt':'a','negative_prompt':''}",
                "{'prompt':'a','model':'emoji'}",
                "{'prompt':'a','seed':0}",
                "{'prompt':'a\\n0 0'}"
            })
    void anotherRequestHasAnotherDigest(String other) {
        assertThat(read(other).digest()).isNotEqualTo(read("{'prompt':'a'}").digest());
    }

    private static JobRequest read(String json) {
        return JobRequest.read(FieldsTest.fields(json));
    }
}
