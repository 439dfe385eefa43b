package io.unstir.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemCodeTest {
    @ParameterizedTest
    @EnumSource
    void everyCodeMakesADocument(ProblemCode code) {
        // When
        var document = new ProblemException(code, "what happened", List.of()).document();

        // Then
        assertThat(document.type()).isEqualTo("https://unstir.io/problems/" + document.code());
        assertThat(document.code()).matches("[a-z-]+");
        assertThat(document.status()).isBetween(400, 507);
        assertThat(document.detail()).isEqualTo("what happened");
    }
}
