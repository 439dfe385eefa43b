package io.unstir.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnHostsTest {
    private final OwnHosts hosts = new OwnHosts(true, List.of("127.0.0.1", "Studio.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:7600",
                "LOCALHOST:7600",
                "unstir.localhost:7600",
                "127.0.0.1",
                "127.0.0.1:7600",
                "127.3.2.1:7600",
                "[::1]",
                "[::1]:7600",
                "studio.example:443"
            })
    void thisMachinesNamesAndThoseConfiguredAreTaken(String host) {
        assertThatCode(() -> hosts.require("Host", host)).doesNotThrowAnyException();
        assertThatCode(() -> hosts.require("Origin", "http://" + host)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example",
                "rebound.example:7600",
                "localhost.rebound.example",
                "127.0.0.1.rebound.example:7600",
                "notlocalhost",
                "",
                ":7600",
                "10.0.0.1:7600",
                "a.studio.example"
            })
    void anotherNameIsRefusedAndNamed(String host) {
        // When
        var refusal = catchThrowableOfType(ProblemException.class, () -> hosts.require("Host", host));

        // Then
        assertThat(refusal.code()).isEqualTo(ProblemCode.HOST_NOT_ALLOWED);
        assertThat(refusal.errors().getFirst().value()).isEqualTo(host);
        assertThat(catchThrowableOfType(ProblemException.class, () -> hosts.require("Origin", "https://" + host)))
                .isNotNull();
    }

    @Test
    void aPageOfNoOriginIsNotOurs() {
        assertThat(catchThrowableOfType(ProblemException.class, () -> hosts.require("Origin", "null")))
                .isNotNull();
    }

    @Test
    void whoSaysNothingIsNoBrowser() {
        assertThatCode(() -> hosts.require("Host", (String) null)).doesNotThrowAnyException();
    }
}
