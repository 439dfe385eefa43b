package io.unstir.local.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.local.json.Json;
import io.unstir.local.soak.Counts.Deed;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoakReportTest {
    private static final int MINUTES = 60;
    private static final int WARM_UP = 10;
    private static final double A_MINUTE = 6;

    @Test
    void whatStaysWithinItsNoiseIsFlat() {
        var random = new Random(1);
        var report = report(Quantity.HEAP, _ -> 50 + 3 * random.nextGaussian());

        assertThat(report.isFlat()).isTrue();
        assertThat(report.text()).endsWith("flat\n").doesNotContain("grows", "NOT");
    }

    @ParameterizedTest
    @EnumSource(
            value = Quantity.class,
            names = {"KEPT_FILES", "SIZE", "RECORDS"},
            mode = EnumSource.Mode.EXCLUDE)
    void aLeakIsFlaggedWhateverLeaks(Quantity quantity) {
        var report = report(quantity, minute -> 50 + minute);

        assertThat(report.isFlat()).isFalse();
        assertThat(report.text()).containsOnlyOnce("**grows**").endsWith("NOT FLAT\n");
    }

    @Test
    void aLeakIsFlaggedThatHidesInNoise() {
        var random = new Random(1);

        assertThat(report(Quantity.HEAP, minute -> 50 + 0.4 * minute + 3 * random.nextGaussian())
                        .isFlat())
                .isFalse();
    }

    @Test
    void growthWhileItWarmsUpDoesNotCount() {
        assertThat(report(Quantity.MEMORY, minute -> 100 + 20 * Math.min(minute, WARM_UP))
                        .isFlat())
                .isTrue();
    }

    @Test
    void whatBecomesLessIsFlat() {
        assertThat(report(Quantity.THREADS, minute -> 90 - minute).isFlat()).isTrue();
    }

    @Test
    void whatWasHardlySeenIsNotFlat() {
        assertThat(report(Quantity.HEAP, minute -> minute < WARM_UP + 1 ? 50 : Double.NaN)
                        .isFlat())
                .isFalse();
    }

    @Test
    void aDatabaseThatGrowsWithItsRecordsIsFlat() {
        assertThat(withDatabase(records -> 2_000 * records).isFlat()).isTrue();
    }

    @Test
    void aDatabaseIsFlaggedWhereTheSameRecordsCostMoreAndMore() {
        assertThat(withDatabase(records -> 2_000 * records + records * records / 2)
                        .isFlat())
                .isFalse();
    }

    @Test
    void aLostJobAndAReplacedProcessAreNotFlat() {
        assertThat(report(100, 0).isFlat()).isTrue();
        assertThat(report(99, 0).isFlat()).isFalse();
        assertThat(report(100, 1).isFlat()).isFalse();
    }

    @Test
    void theDocumentHasWhatTheTableHas() throws IOException {
        Map<String, Object> document =
                Json.read(report(Quantity.HEAP, minute -> 50 + minute).json());

        assertThat(document).containsEntry("flat", false).containsEntry("jobs_lost", 0);
        assertThat(Json.objects(document, "trends"))
                .filteredOn(trend -> trend.get("what").equals("heap"))
                .singleElement()
                .satisfies(trend -> assertThat(trend)
                        .containsEntry("of", "gateway")
                        .containsEntry("flat", false)
                        .hasEntrySatisfying("slope_an_hour", slope -> assertThat((Double) slope)
                                .isBetween(59.9, 60.1)));
    }

    private static SoakReport report(Quantity quantity, DoubleUnaryOperator ofMinute) {
        return report(quantity, ofMinute, records -> 2_000 * records, 100, 0);
    }

    private static SoakReport withDatabase(DoubleUnaryOperator bytesOfRecords) {
        return report(Quantity.HEAP, _ -> 50, bytesOfRecords, 100, 0);
    }

    private static SoakReport report(long succeeded, long replaced) {
        return report(Quantity.HEAP, _ -> 50, records -> 2_000 * records, succeeded, replaced);
    }

    private static SoakReport report(
            Quantity quantity,
            DoubleUnaryOperator ofMinute,
            DoubleUnaryOperator bytesOfRecords,
            long succeeded,
            long replaced) {
        var recording = new Recording();
        IntStream.range(0, (int) (MINUTES * A_MINUTE)).forEach(reading -> {
            double minute = reading / A_MINUTE;
            double records = 100 * minute;
            var told = new TreeMap<Gauge, Double>();
            told.put(new Gauge("gateway", quantity), ofMinute.applyAsDouble(minute));
            told.put(new Gauge("database", Quantity.SIZE), bytesOfRecords.applyAsDouble(records) / 1024 / 1024);
            told.put(new Gauge("rows", Quantity.RECORDS), records);
            recording.add(minute, told);
        });
        var deeds = new EnumMap<Deed, Long>(new Counts().all());
        deeds.put(Deed.JOBS, 110L);
        return SoakReport.of(
                Duration.ofMinutes(MINUTES),
                Duration.ofMinutes(WARM_UP),
                4,
                recording.series(),
                deeds,
                Map.of("succeeded", succeeded, "canceled", 10L),
                replaced);
    }
}
