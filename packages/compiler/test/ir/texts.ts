/** IR texts that several tests share. */

export const axpy = `region axpy {
  array x: f64 read
  array y: f64 read written
  scalar a = %a.0: f64
  alias x y same
  prologue {
    %1: i32 = length y
    %2: f64 = convert value %1
    %3: f64 = const 4
    %4: f64 = mul %2, %3
    %5: bool = ge %4, %3
  }
  guard %5 "y is not empty" @2:18
  work %4
  body {
    parfor #0 [#0 %i.6: i32 < %1 @2:2-4:3] @2:2 {
      %7: f64 = load x[%i.6] guarded @3:15
      %8: f64 = mul %a.0, %7
      %9: f64 = load y[%i.6] guarded @3:22
      %10: f64 = add %8, %9
      store y[%i.6] = %10 guarded @3:4
    }
  }
}
`

export const sum = `region sum {
  array x: f64 read
  output total: f64
  body {
    %0: f64 = const 0
    %1: i32 = length x
    %2: f64 = convert value %1
    %total.3: f64, %i.4: f64 = for #0:rows %i.5: f64 = %0 while lt %2 step 1 carry (%total.6: f64 = %0) @2:2 {
      %7: f64 = load x[%i.5] checked @3:13
      %total.8: f64 = add %total.6, %7
      yield %total.8
    }
    yield %total.3
  }
}
`

/** Every kind of operation, combine and builder; all constants that are hard to print. */
export const everything = `region "all of it:12" {
  array in: num read
  array "point.x": i16 read written
  array out: u8c written overwritten
  array big: i64 read written
  array keys: u32 written
  array sums: f64 written
  array counts: i32 read written
  scalar a = %a.0: f64
  scalar flag = %flag.1: bool
  scalar limit = %limit.2: i64
  scalar "point.y" = %point.y.3: u64
  output s: f64
  output "o.n": i32
  output other: bool
  alias in out
  alias in counts same
  prologue {
    %n.4: i32 = length in
    %5: bool = const true
    %6: f64 = const 1e+300
  }
  guard %5 "a \\"quoted\\" reason" @1:2-3:4
  guard %5 "another"
  work %6
  body {
    %10: f64 = const -0
    %11: f64 = const NaN
    %12: f64 = const Infinity
    %13: f64 = const -Infinity
    %14: f64 = const 5e-324
    %15: f64 = const 0.1
    %16: i64 = const -9223372036854775808n
    %17: u64 = const 18446744073709551615n
    %18: i32 = const -2147483648
    %19: u32 = const 4294967295
    %20: bool = const false
    %21: f32 = const 0.10000000149011612
    %minus.22: i32 = const -1
    %30: f64 = neg %a.0
    %31: f64 = exponent %30
    %32: i32 = clz %18
    %33: bool = not %flag.1
    %34: f64 = copysign %a.0, %30
    %35: i32 = shl %18, %32
    %36: bool = ne %a.0, %11
    %37: f64 = select %36, %10, %11
    %38: i32 = convert wrap %a.0
    %39: f32 = convert value %a.0
    %40: u32 = convert exact %a.0
    %41: f64 = call hypot()
    %42: f64 = call atan2(%a.0, %15) @7:8
    %43: f64 = load in[%a.0] strict @9:1
    %44: i64 = load big[%n.4] guarded
    store "point.x"[%a.0] = %a.0 checked
    store out[%n.4] = %38 guarded @10:0
    store big[%n.4] = %44 guarded
    if %36 @11:4 {
      barrier
    }
    if %36 rare {
    } else {
      barrier
    }
    %50: f64, %51: i32 = if %33 general {
      yield %10, %38
    } else {
      %52: i32 = add %38, %18
      yield %11, %52
    }
    %60: f64 = for #0 %j.61: f64 = %a.0 while ge %15 step -0.5 {
    }
    %62: i32 = while #-1 carry (%k.63: i32 = %38) @12:2 {
      %64: bool = lt %k.63, %18
      yield %64
    } do {
      %65: i32 = shr %k.63, %38
      yield %65
    }
    while #2:"odd label" {
      yield %20
    } do {
    }
    %66: f64 = loop #3:outer %t.67: i32 < %n.4 carry (%s.68: f64 = %10) {
      %69: f64 = add %s.68, %15
      yield %69
    }
    single {
      %95: f64 = neg %a.0
    }
    barrier
    %70: f64, %71: f64, %72: f64, %73: i32, %74: i32, %75: bool, %76: f64, %77: f64, %78: i32, %79: i32 = parfor #4 [#4:rows %u.80: i32 < %n.4 @13:0, #5 %v.81: i32 < %38] carry (%82: f64 = %10 sum, %83: f64 = %15 product, %84: f64 = %12 least first winner 3, %85: i32 = %minus.22 winner, %86: i32 = %38 companion 2, %87: bool = %20 or, %88: f64 = %15 last winner 3, %89: f64 = %15 max) {
      %u.91: u32 = convert wrap %86
      %90: bool = lt %82, %83
      histogram counts[%u.80] add %86 checked
      compact from %38 [out = %84] when %90
      group keys = %u.91 [sum sums = %84, count counts = %86]
      yield %82, %83, %84, %85, %86, %87, %88, %89
    }
    %92: f64 = allreduce min %70
    %93: i32, %94: i32 = rankrange %n.4
    yield %92, %93, %75
  }
}
`
