package io.unstir.gateway.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

public class FieldsTest {
    private static final TextLimit TEN = TextLimit.characters(1, 10);

    @Test
    void valuesWithinTheirLimitsAreRead() {
        // Given
        var fields = fields("{'t':'hi','i':5,'x':2,'c':'b','nothing':null}");

        // When
        var text = fields.text("t", TEN);
        var integer = fields.integer("i", 0, 5);
        var number = fields.number("x", 0, 3);
        var choice = fields.choice("c", List.of("a", "b"));
        var nothing = fields.text("nothing", TEN);

        // Then
        assertThat(text).hasValue("hi");
        assertThat(integer).hasValue(5L);
        assertThat(number).hasValue(2.0);
        assertThat(choice).hasValue("b");
        assertThat(nothing).isEmpty();
        assertThatNoException().isThrownBy(fields::end);
    }

    @Test
    void aLimitCountsCharactersAndNotHalves() {
        // Given
        var fields = fields("{'t':'" + "😀".repeat(10) + "'}");

        // When
        var text = fields.text("t", TEN);

        // Then
        assertThat(text).isPresent();
    }

    @Test
    void aByteLimitCountsUtf8() {
        // Given
        var fields = fields("{'t':'éé'}");

        // When
        fields.text("t", TextLimit.bytes(1, 3));

        // Then
        assertThat(errors(fields))
                .extracting(FieldError::message)
                .containsExactly("t has 4 bytes; it must be a text of 1 to 3 bytes");
    }

    @Test
    void allThatIsWrongIsCollectedWithFieldValueAndLimit() {
        // Given
        var fields = fields("{'i':6,'x':'2','c':'z','extra':[1]}");

        // When
        fields.require("t", TEN.toString()).text("t", TEN);
        fields.integer("i", 0, 5);
        fields.number("x", 0, 3);
        fields.choice("c", List.of("a", "b"));

        // Then
        assertThat(errors(fields))
                .extracting(FieldError::field, FieldError::value, FieldError::limit)
                .containsExactly(
                        tuple("t", null, "a text of 1 to 10 characters"),
                        tuple("i", "6", "a whole number from 0 to 5"),
                        tuple("x", "2", "a number from 0.0 to 3.0"),
                        tuple("c", "z", "one of a, b"),
                        tuple("extra", "[1]", "the fields t, i, x, c"));
    }

    @Test
    void whatIsWrongInAnObjectIsToldWithItsPath() {
        // Given
        var fields = fields("{'o':{'i':6,'extra':1,'in':{'t':''}},'p':[1]}");

        // When
        var object = fields.object("o").orElseThrow();
        object.integer("i", 0, 5);
        object.object("in").orElseThrow().text("t", TEN);
        fields.object("p");

        // Then
        assertThat(errors(fields))
                .extracting(FieldError::field, FieldError::value, FieldError::limit)
                .containsExactly(
                        tuple("o.i", "6", "a whole number from 0 to 5"),
                        tuple("o.in.t", "", "a text of 1 to 10 characters"),
                        tuple("p", "[1]", "a JSON object"),
                        tuple("o.extra", "1", "the fields i, in"));
    }

    @Test
    void aLimitThatIsNotItselfAllowedIsRefused() {
        // Given
        var fields = fields("{'x':0.5,'y':0.6}");

        // When
        var x = fields.numberAbove("x", 0.5, 1);
        var y = fields.numberAbove("y", 0.5, 1);

        // Then
        assertThat(x).isEmpty();
        assertThat(y).hasValue(0.6);
        assertThat(errors(fields))
                .extracting(FieldError::message)
                .containsExactly("x must be a number above 0.5, at most 1.0");
    }

    @Test
    void negativeZeroIsZero() {
        assertThat(fields("{'x':-0.0}").number("x", 0, 1))
                .hasValueSatisfying(
                        value -> assertThat(Double.doubleToRawLongBits(value)).isZero());
    }

    private static List<FieldError> errors(Fields fields) {
        return catchThrowableOfType(ProblemException.class, fields::end)
                .document()
                .errors();
    }

    public static Fields fields(String json) {
        try {
            return new Fields((ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
