//! The table of the fields of a case that are one value.

/// Calls a macro with a row for each field of a case that is one value, grouped by the struct that
/// holds it, in the order of the form. An argument in brackets stands before the rows.
///
/// From a row follow the name of the field in differences, its merge, its field in the draft, the
/// conversion both ways, and the draft's rebase and differences. A row holds:
///
/// - the variant of [`FieldName`](crate::merge::field_path::FieldName) and the field of the struct;
/// - the key in a JSON export and the locale key of the name;
/// - the field of [`CaseDraft`](crate::draft::case::CaseDraft) with its type and attributes, and
///   after `checked` the [`RecordField`](crate::analysis::finding::RecordField) that shows an error
///   in what is typed.
macro_rules! for_each_case_field {
    ($($callback:ident)::+ $(, $argument:tt)?) => {
        $($callback)::+! {
            $($argument)?
            name {
                Given given ("name/given", "field.given_name") (given: String);
                Family family ("name/family", "field.family_name") (family: String);
                Native native ("name/native", "field.native_name") (native: String);
                Reading reading ("name/reading", "field.reading") (reading: String);
                Other other ("name/other", "field.other_names") (other: String);
            }
            person {
                Sex sex ("sex", "field.sex") (sex: Option<Sex>);
                Born born ("born", "field.birth_date") (born: String, checked Born);
            }
            taken {
                Taken on ("taken/on", "field.abduction_date") (taken: String, checked Date);
                Age age ("taken/age", "field.age") (age: String, checked Age);
                Place place ("place", "field.place") (place: String);
                Prefecture prefecture
                    ("taken/prefecture", "field.prefecture") (prefecture: String);
                Coordinates at ("taken/at", "field.coordinates")
                    (#[serde(rename = "spot")] coordinates: String, checked Coordinates);
                Incident incident ("taken/incident", "field.incident") (incident: Option<u32>);
            }
        }
    };
}
pub(crate) use for_each_case_field;
