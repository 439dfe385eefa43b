package io.unstir.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, '--samplers is 0, it must be from 1 to 16'",
        "17, 1, 1, '--samplers is 17, it must be from 1 to 16'",
        "1, 5, 1, '--gateways is 5, it must be from 1 to 4'",
        "1, 1, 2, '--brokers is 2, it must be 1 or 3'"
    })
    void whatCannotBeIsRefusedByOptionValueAndLimit(int samplers, int gateways, int brokers, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topology(Samplers.plain(samplers), gateways, OptionalInt.of(brokers)))
                .withMessage(message);
    }

    @Test
    void noTwoProcessesOfTheLargestSystemShareAPort() {
        var ports = new PortPlan(7600);
        var all = Stream.of(
                        IntStream.range(0, Topology.MOST_GATEWAYS).map(ports::gateway),
                        IntStream.range(0, Samplers.MOST).map(ports::sampler),
                        IntStream.rangeClosed(1, 3).map(ports::kafka),
                        IntStream.rangeClosed(1, 3).map(ports::kafkaController),
                        IntStream.of(ports.storage(), ports.trainer(), ports.postgres()))
                .flatMapToInt(each -> each)
                .boxed()
                .toList();

        assertThat(all).doesNotHaveDuplicates().allMatch(port -> port >= 7600 && port < 7600 + 29);
    }
}
