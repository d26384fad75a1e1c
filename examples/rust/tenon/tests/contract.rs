//! The thread contract of tenon.h, as the compiler sees it: what is immutable is `Send + Sync`, what changes
//! goes from thread to thread but serves one at a time.

use tenon::clean::{CleanPlan, Imputer, OutlierFilter};
use tenon::evaluate::Calibration;
use tenon::features::{Encoder, Feature, Scaler};
use tenon::models::{ClassModel, LinearPartial, LogisticPartial, OnlineModel, PenaltyPath};
use tenon::{
    ArrowBatch, ArrowStream, Cancel, Conflict, Context, CsvReader, Error, JsonlReader, Model,
    OrderPlan, Problem, Profile, Random, Relaxation, Report, Sensitivity, Solution, SolveMemory,
    Table, TableBuilder, WarmLinear,
};

trait Either<Kind> {
    const SHARED: bool = true;
}
struct Moved;
struct Shared;
impl<T: ?Sized> Either<Moved> for T {}
impl<T: ?Sized + Sync> Either<Shared> for T {}

/// Both impls above hold for what is Sync, which makes the call ambiguous: it compiles for what is not.
fn not_shared<T: Either<Kind> + Send, Kind>() -> bool {
    T::SHARED
}

fn shared<T: Send + Sync>() -> bool {
    std::mem::size_of::<T>() > 0
}

#[test]
fn what_is_immutable_is_shared() {
    assert!(shared::<Table>() && shared::<Imputer>() && shared::<OutlierFilter>());
    assert!(shared::<CleanPlan>() && shared::<Scaler>() && shared::<Encoder>());
    assert!(shared::<Feature>() && shared::<Model>() && shared::<PenaltyPath>());
    assert!(shared::<ClassModel>() && shared::<Calibration>() && shared::<Solution>());
    assert!(shared::<Sensitivity>() && shared::<Conflict>() && shared::<Relaxation>());
    assert!(shared::<OrderPlan>() && shared::<Context>() && shared::<Cancel>());
    assert!(shared::<ArrowBatch>() && shared::<Error>());
}

#[test]
fn what_changes_serves_one_thread_at_a_time() {
    assert!(not_shared::<TableBuilder, _>() && not_shared::<Problem, _>());
    assert!(not_shared::<WarmLinear, _>() && not_shared::<SolveMemory, _>());
    assert!(not_shared::<Report, _>() && not_shared::<Random, _>());
    assert!(not_shared::<LinearPartial, _>() && not_shared::<LogisticPartial, _>());
    assert!(not_shared::<OnlineModel, _>() && not_shared::<Profile, _>());
    assert!(
        not_shared::<CsvReader<'static>, _>()
            && not_shared::<JsonlReader<'static>, _>()
            && not_shared::<ArrowStream, _>()
    );
}
