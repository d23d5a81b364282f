package io.creto.messaging.schemas;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.WireFormat;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the strict reader knows of one message type at one place: its fields by number, made once from the descriptor. */
final class WireTable {
    /** How the value of a field is read. */
    enum Form {
        UINT32,
        INT64,
        BOOL,
        ENUM,
        BYTES,
        MESSAGE,
        PACKED_ENUM
    }

    /**
     * One field.
     *
     * @param path its name behind those of the messages around it
     * @param wireType the only wire type it may have
     * @param form how to read it
     * @param bit marks it as seen, shared by the members of a oneof; 0 where it may repeat
     * @param values the known numbers of an enum
     * @param nested the table of a message
     */
    record Field(
            String path,
            int wireType,
            Form form,
            long bit,
            @Nullable BitSet values,
            @Nullable WireTable nested) {}

    private final String path;
    private final @Nullable Field[] fields;

    private WireTable(String path, @Nullable Field[] fields) {
        this.path = path;
        this.fields = fields;
    }

    /**
     * The table of a message type and all types inside it.
     *
     * @throws IllegalArgumentException if the type uses what this contract does not: maps, groups, recursion, other scalars
     */
    static WireTable of(Descriptor type) {
        return of(type, snakeCase(type.getName()), List.of());
    }

    String path() {
        return path;
    }

    @Nullable
    Field field(long number) {
        return number < fields.length ? fields[(int) number] : null;
    }

    private static WireTable of(Descriptor type, String path, List<Descriptor> around) {
        if (around.contains(type)) {
            throw new IllegalArgumentException(type.getFullName() + " contains itself");
        }
        List<Descriptor> inside = new ArrayList<>(around);
        inside.add(type);
        int highest = type.getFields().stream()
                .mapToInt(FieldDescriptor::getNumber)
                .max()
                .orElse(0);
        @Nullable Field[] fields = new Field[highest + 1];
        Map<Object, Long> bits = new HashMap<>();
        for (FieldDescriptor field : type.getFields()) {
            fields[field.getNumber()] = field(field, path + "." + field.getName(), bits, inside);
        }
        return new WireTable(path, fields);
    }

    private static Field field(FieldDescriptor field, String path, Map<Object, Long> bits, List<Descriptor> around) {
        Form form = form(field);
        boolean repeats = field.isRepeated() && form != Form.PACKED_ENUM;
        @Nullable BitSet values = field.getType() == FieldDescriptor.Type.ENUM ? values(field) : null;
        @Nullable WireTable nested = form == Form.MESSAGE ? of(field.getMessageType(), path, around) : null;
        return new Field(path, wireType(form), form, repeats ? 0 : bit(field, bits), values, nested);
    }

    private static Form form(FieldDescriptor field) {
        boolean once = !field.isRepeated();
        Form form = switch (field.getType()) {
            case UINT32 -> once ? Form.UINT32 : null;
            case INT64, UINT64 -> once ? Form.INT64 : null;
            case BOOL -> once ? Form.BOOL : null;
            case ENUM -> once ? Form.ENUM : Form.PACKED_ENUM;
            case BYTES, STRING -> Form.BYTES;
            case MESSAGE -> field.isMapField() ? null : Form.MESSAGE;
            default -> null;
        };
        if (form == null) {
            throw new IllegalArgumentException(field.getFullName() + " is of a kind that this contract does not use");
        }
        return form;
    }

    private static int wireType(Form form) {
        return switch (form) {
            case UINT32, INT64, BOOL, ENUM -> WireFormat.WIRETYPE_VARINT;
            case BYTES, MESSAGE, PACKED_ENUM -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
        };
    }

    private static long bit(FieldDescriptor field, Map<Object, Long> bits) {
        OneofDescriptor choice = field.getContainingOneof();
        Object key = choice == null ? field : choice;
        long bit = bits.computeIfAbsent(key, k -> 1L << bits.size());
        if (bits.size() > Long.SIZE) {
            throw new IllegalArgumentException(field.getContainingType().getFullName() + " has too many fields");
        }
        return bit;
    }

    private static BitSet values(FieldDescriptor field) {
        BitSet numbers = new BitSet();
        for (EnumValueDescriptor value : field.getEnumType().getValues()) {
            numbers.set(value.getNumber());
        }
        return numbers;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
